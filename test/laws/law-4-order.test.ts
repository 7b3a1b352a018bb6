import { lawTest } from "./law-test.ts";
import { order } from "./the/order.ts";

lawTest(order);
