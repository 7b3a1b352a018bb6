import { lawTest } from "./law-test.ts";
import { total } from "./the/total.ts";

lawTest(total);
