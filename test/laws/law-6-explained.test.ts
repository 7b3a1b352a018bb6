import { lawTest } from "./law-test.ts";
import { explained } from "./the/explained.ts";

lawTest(explained);
