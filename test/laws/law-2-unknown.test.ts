import { lawTest } from "./law-test.ts";
import { unknown } from "./the/unknown.ts";

lawTest(unknown);
