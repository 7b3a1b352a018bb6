import { lawTest } from "./law-test.ts";
import { algebra } from "./the/algebra.ts";

lawTest(algebra);
