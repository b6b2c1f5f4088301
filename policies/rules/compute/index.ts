import type { Rule } from "../../rule.ts";
import clusterMetrics from "./cluster-metrics.ts";
import clustersOwn from "./clusters-own.ts";
import containersLog from "./containers-log.ts";
import containersStopGently from "./containers-stop-gently.ts";
import containersUnprivileged from "./containers-unprivileged.ts";
import costRegressionsTakenBack from "./cost-regressions-taken-back.ts";
import deploymentsWaitedFor from "./deployments-waited-for.ts";
import failedDeploymentsTold from "./failed-deployments-told.ts";
import flagsRollBack from "./flags-roll-back.ts";
import flagsThere from "./flags-there.ts";
import hooksFailClosed from "./hooks-fail-closed.ts";
import imagesByDigest from "./images-by-digest.ts";
import imagesEncrypted from "./images-encrypted.ts";
import imagesExpire from "./images-expire.ts";
import imagesImmutable from "./images-immutable.ts";
import imagesPulledByNamed from "./images-pulled-by-named.ts";
import imagesScanned from "./images-scanned.ts";
import jobsOutliveStop from "./jobs-outlive-stop.ts";
import logsBlockNobody from "./logs-block-nobody.ts";
import migrationsBeforeTraffic from "./migrations-before-traffic.ts";
import releasesGated from "./releases-gated.ts";
import revisionsKept from "./revisions-kept.ts";
import secretsNotInEnvironment from "./secrets-not-in-environment.ts";
import serviceCopies from "./service-copies.ts";
import servicePrivate from "./service-private.ts";
import serviceReleasedGradually from "./service-released-gradually.ts";
import serviceRollsBack from "./service-rolls-back.ts";
import serviceScalesWithUsers from "./service-scales-with-users.ts";
import serviceScales from "./service-scales.ts";
import serviceZones from "./service-zones.ts";
import servicesRenewed from "./services-renewed.ts";
import shellsRecorded from "./shells-recorded.ts";
import startsOutlastAZone from "./starts-outlast-a-zone.ts";
import tasksHaveOwnRole from "./tasks-have-own-role.ts";
import testedAmongUsers from "./tested-among-users.ts";
import testedBeforeUsers from "./tested-before-users.ts";
import trafficLeftToEcs from "./traffic-left-to-ecs.ts";
import usersReachReleases from "./users-reach-releases.ts";
import workersCapped from "./workers-capped.ts";
import workersScaleOnBacklog from "./workers-scale-on-backlog.ts";

export const compute: readonly Rule[] = [
    clusterMetrics,
    clustersOwn,
    containersLog,
    containersStopGently,
    containersUnprivileged,
    costRegressionsTakenBack,
    deploymentsWaitedFor,
    failedDeploymentsTold,
    flagsRollBack,
    flagsThere,
    hooksFailClosed,
    imagesByDigest,
    imagesEncrypted,
    imagesExpire,
    imagesImmutable,
    imagesPulledByNamed,
    imagesScanned,
    jobsOutliveStop,
    logsBlockNobody,
    migrationsBeforeTraffic,
    releasesGated,
    revisionsKept,
    secretsNotInEnvironment,
    serviceCopies,
    servicePrivate,
    serviceReleasedGradually,
    serviceRollsBack,
    serviceScales,
    serviceScalesWithUsers,
    serviceZones,
    servicesRenewed,
    shellsRecorded,
    startsOutlastAZone,
    tasksHaveOwnRole,
    testedAmongUsers,
    testedBeforeUsers,
    trafficLeftToEcs,
    usersReachReleases,
    workersCapped,
    workersScaleOnBacklog,
];
