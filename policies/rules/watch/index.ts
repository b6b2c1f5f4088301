import type { Rule } from "../../rule.ts";
import backlogAlarmed from "./backlog-alarmed.ts";
import connectionsAlarmed from "./connections-alarmed.ts";
import errorsAlarmed from "./errors-alarmed.ts";
import functionsWatched from "./functions-watched.ts";
import latencyAlarmed from "./latency-alarmed.ts";
import logsEncrypted from "./logs-encrypted.ts";
import logsExpire from "./logs-expire.ts";
import topicsEncrypted from "./topics-encrypted.ts";

export const watch: readonly Rule[] = [
    backlogAlarmed,
    connectionsAlarmed,
    errorsAlarmed,
    functionsWatched,
    latencyAlarmed,
    logsEncrypted,
    logsExpire,
    topicsEncrypted,
];
