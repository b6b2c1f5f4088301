import type * as aws from "@pulumi/aws";
import { container, type ContainerArgs } from "../../parts/container.ts";
import type { BuiltImage } from "../../parts/image.ts";

export interface Traced {
    /** The collector's, for the processor of the task; images/collector. */
    image: BuiltImage;
    /** Percent of requests whose trace is kept; of those that failed or were slow all are. */
    samplePercent: number;
    /** Path that is asked for every few seconds: of that nobody wants a trace. */
    healthPath: string;
}

type Beside = Pick<ContainerArgs, "region" | "logGroupName">;

const name = "collector";
/** Where OpenTelemetry's libraries send traces by HTTP, by their own default. */
const port = 4318;
/** CPU units that it is left with when the application takes all that it gets. */
const cpu = 32;
/**
 * MiB at which it is ended, and nothing else with it; images/collector/config.yaml refuses traces before. A build of these parts
 * of it alone held 43 MB at rest and 128 MB under 1,200 traces of 11 spans a second, of which it refused a sixth.
 */
const memory = 192;

/**
 * Takes the traces of the container beside it to X-Ray. When it ends, nothing else does: the application goes on, and its
 * traces are lost.
 */
export function collector({ image, samplePercent, healthPath }: Traced, beside: Beside) {
    const definition = container({
        ...{ ...beside, name, image: image.uri, user: "10002:10002" },
        environment: {
            SAMPLE_PERCENT: String(samplePercent),
            HEALTH_PATH: healthPath,
            LOG_GROUP: beside.logGroupName,
            AWS_REGION: beside.region,
            // Go frees memory in time for that, and the program itself has room beside it.
            GOMEMLIMIT: "100MiB",
        },
        // It ends when it has sent what it holds, which is seconds.
        stopSeconds: 60,
        logMode: "non-blocking",
    });
    const portMappings = [{ containerPort: port, protocol: "tcp" }];
    return { ...definition, essential: false, cpu, memory, portMappings };
}

/** Traces have no ARN: AWS knows the action for "*" only (Service Authorization Reference, "AWS X-Ray"). */
export const toTrace: aws.iam.PolicyStatement = {
    Effect: "Allow",
    Action: "xray:PutTraceSegments",
    Resource: "*",
};
