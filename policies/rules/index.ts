import type { Rule } from "../rule.ts";
import { compute } from "./compute/index.ts";
import { data } from "./data/index.ts";
import { edge } from "./edge/index.ts";
import { guard } from "./guard/index.ts";
import { network } from "./network/index.ts";
import { watch } from "./watch/index.ts";

/** Every rule, room by room. */
export const rules: readonly Rule[] = [...network, ...data, ...compute, ...edge, ...watch, ...guard];
