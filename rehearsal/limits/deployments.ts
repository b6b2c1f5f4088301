import type { Properties } from "../values.ts";
import { aws, oneOf, range, rule } from "./kinds.ts";
import { textOf, valuesAt, type Limit } from "./row.ts";
import { api, typings } from "./sources.ts";

const service = aws("ecs", "Service");
const way = "deploymentConfiguration";
const hook = `${way}.lifecycleHooks[]`;
const hooks = typings("types/input ServiceDeploymentConfigurationLifecycleHook");
const moving = ["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"];
const stages = [
    ...[
        "RECONCILE_SERVICE",
        "PRE_SCALE_UP",
        "POST_SCALE_UP",
        "TEST_TRAFFIC_SHIFT",
        "POST_TEST_TRAFFIC_SHIFT",
    ],
    ...["PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"],
];
const withHook = (one: Properties): Properties => ({ [way]: { lifecycleHooks: [one] } });

/** How ECS brings a new version in. */
export const deployments: Limit[] = [
    oneOf(service, `${hook}.targetType`, ["AWS_LAMBDA", "PAUSE"], hooks),
    oneOf(service, `${hook}.lifecycleStages[]`, stages, api("ecs", "DeploymentLifecycleHook")),
    rule(
        service,
        `${hook}`,
        "pause",
        hooks,
        (_value, inputs) => {
            for (const { value } of valuesAt(inputs, hook)) {
                const one = value as Properties;
                const isPause = textOf(one.targetType ?? "AWS_LAMBDA") === "PAUSE";
                if (!isPause && one.timeoutConfiguration !== undefined)
                    return "has a timeoutConfiguration; that is for the targetType PAUSE alone";
                const taken = valuesAt(one, "lifecycleStages[]").map((stage) => textOf(stage.value));
                if (isPause && taken.some((stage) => moving.includes(stage ?? "")))
                    return `pauses while users move; use another stage than ${moving.join(" and ")}`;
            }
            return undefined;
        },
        [
            withHook({ targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"], timeoutConfiguration: {} }),
            withHook({ targetType: "AWS_LAMBDA", lifecycleStages: ["TEST_TRAFFIC_SHIFT"] }),
        ],
        [
            withHook({ targetType: "PAUSE", lifecycleStages: ["TEST_TRAFFIC_SHIFT"] }),
            withHook({ targetType: "AWS_LAMBDA", lifecycleStages: [], timeoutConfiguration: {} }),
        ],
    ),
    range(
        service,
        `${way}.linearConfiguration.stepBakeTimeInMinutes`,
        0,
        1440,
        api("ecs", "LinearConfiguration"),
        { text: true },
    ),
];
