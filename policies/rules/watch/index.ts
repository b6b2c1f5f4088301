import type { Rule } from "../../rule.ts";
import alarmsCanRing from "./alarms-can-ring.ts";
import alarmsHearSomething from "./alarms-hear-something.ts";
import alarmsTellSomebody from "./alarms-tell-somebody.ts";
import backlogAlarmed from "./backlog-alarmed.ts";
import businessShown from "./business-shown.ts";
import cacheRoomAlarmed from "./cache-room-alarmed.ts";
import certificatesWatched from "./certificates-watched.ts";
import connectionsAlarmed from "./connections-alarmed.ts";
import databaseRoomAlarmed from "./database-room-alarmed.ts";
import datadogExcusesSleepAlone from "./datadog-excuses-sleep-alone.ts";
import datadogMutesSleepAlone from "./datadog-mutes-sleep-alone.ts";
import datadogSeesPages from "./datadog-sees-pages.ts";
import datadogSeesTasks from "./datadog-sees-tasks.ts";
import deadLettersAlarmed from "./dead-letters-alarmed.ts";
import errorsAlarmed from "./errors-alarmed.ts";
import errorsTracked from "./errors-tracked.ts";
import functionsWatched from "./functions-watched.ts";
import incidentDashboard from "./incident-dashboard.ts";
import latencyAlarmed from "./latency-alarmed.ts";
import logsEncrypted from "./logs-encrypted.ts";
import logsExpire from "./logs-expire.ts";
import objectivesBurn from "./objectives-burn.ts";
import realUsersMeasured from "./real-users-measured.ts";
import requestsTraced from "./requests-traced.ts";
import resourcesAlarmed from "./resources-alarmed.ts";
import slowPagesAlarmed from "./slow-pages-alarmed.ts";
import storageAlarmed from "./storage-alarmed.ts";
import topicsEncrypted from "./topics-encrypted.ts";
import topicsHeard from "./topics-heard.ts";
import topicsOwnAccount from "./topics-own-account.ts";
import tracesMissed from "./traces-missed.ts";
import undeliveredKept from "./undelivered-kept.ts";
import uptimeOutside from "./uptime-outside.ts";
import usersHurtPages from "./users-hurt-pages.ts";
import widgetsShowSomething from "./widgets-show-something.ts";

export const watch: readonly Rule[] = [
    alarmsCanRing,
    alarmsHearSomething,
    alarmsTellSomebody,
    backlogAlarmed,
    businessShown,
    cacheRoomAlarmed,
    certificatesWatched,
    connectionsAlarmed,
    databaseRoomAlarmed,
    datadogExcusesSleepAlone,
    datadogMutesSleepAlone,
    datadogSeesPages,
    datadogSeesTasks,
    deadLettersAlarmed,
    errorsAlarmed,
    errorsTracked,
    functionsWatched,
    incidentDashboard,
    latencyAlarmed,
    logsEncrypted,
    logsExpire,
    objectivesBurn,
    realUsersMeasured,
    requestsTraced,
    resourcesAlarmed,
    slowPagesAlarmed,
    storageAlarmed,
    topicsEncrypted,
    topicsHeard,
    topicsOwnAccount,
    tracesMissed,
    undeliveredKept,
    uptimeOutside,
    usersHurtPages,
    widgetsShowSomething,
];
