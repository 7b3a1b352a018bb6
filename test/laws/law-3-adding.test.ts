import { lawTest } from "./law-test.ts";
import { adding } from "./the/adding.ts";

lawTest(adding);
