import type { Row } from "../row.ts";
import { API } from "./api.ts";
import { COMPUTE } from "./compute.ts";
import { DATA } from "./data.ts";
import { DATABASES } from "./databases.ts";
import { DNS } from "./dns.ts";
import { EDGE } from "./edge.ts";
import { GUARD } from "./guard.ts";
import { NETWORK } from "./network.ts";
import { OTHERS } from "./others.ts";
import { RANDOM } from "./random.ts";
import { STORAGE } from "./storage.ts";
import { WATCH } from "./watch.ts";

/** By the module part of the type for AWS ("rds/instance"), with the package before it for the others. */
export const ROWS: Record<string, Row> = {
    ...API,
    ...COMPUTE,
    ...DATA,
    ...DATABASES,
    ...DNS,
    ...EDGE,
    ...GUARD,
    ...NETWORK,
    ...OTHERS,
    ...RANDOM,
    ...STORAGE,
    ...WATCH,
};
