import * as aws from "@pulumi/aws";
import { headersOf, isAskedFirst, listenerRules, testsAskedLast } from "../../balancers.ts";
import { leaveOut } from "../../edits.ts";
import { askedBy, inAsked } from "../../gates.ts";
import { isSet, referenceOf } from "../../references.ts";
import { hasUsers, inUsed, isAskedAt, movedBy, unaskedAt } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const stage = "POST_TEST_TRAFFIC_SHIFT";

export default stackRule(aws.ecs.Service, {
    id: "tested-before-users",
    criterion: "OPS-07",
    severity: "high",
    says: "The core workflow is tried on a new version before any user reaches it.",
    fix: `Add a lifecycle hook at ${stage} that runs the workflow (components/compute/checks/smoke-test.ts), and a testListenerRule for a header that it is told.`,
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        if (!isAskedAt(stage, service.props)) return "Users are the first who try a new version.";
        const ways = listOf(service.props.loadBalancers).flatMap((one) => one.advancedConfiguration ?? []);
        if (ways.length === 0) return undefined; // service-released-gradually says so
        if (!ways.every((way) => isSet(way, "testListenerRule"))) return "No way leads tests to a new one.";
        const moved = movedBy(service, listenerRules, stack);
        const told = askedBy(service, stack).flatMap((run) => referenceOf(run, "environment").texts);
        const tests = moved.filter((rule) => headersOf(rule).some((header) => told.includes(header)));
        if (tests.length === 0)
            return "Who tests a new version goes the users' way, to the old one: nobody is told the header of the other.";
        return isAskedFirst(tests, moved) ? undefined : "Tests go the users' way, which is asked first.";
    },
    breaks: {
        "left out": unaskedAt(stage),
        "no way there": inUsed(leaveOut("loadBalancers.0.advancedConfiguration.testListenerRule")),
        "another header": inAsked(({ props: { environment: of } }) => {
            of.variables.TEST_HEADER &&= "x-other";
        }),
        "asked after the users": inUsed(testsAskedLast),
    },
});
