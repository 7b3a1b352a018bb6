import { lawTest } from "./law-test.ts";
import { oneMeaning } from "./the/one-meaning.ts";

lawTest(oneMeaning);
