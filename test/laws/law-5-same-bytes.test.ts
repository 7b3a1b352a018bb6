import { lawTest } from "./law-test.ts";
import { sameBytes } from "./the/same-bytes.ts";

lawTest(sameBytes);
