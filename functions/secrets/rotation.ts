import {
    DescribeSecretCommand,
    UpdateSecretVersionStageCommand,
    type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

/** What Secrets Manager sends, four times (its User Guide, "Lambda rotation functions"). */
export interface RotationEvent {
    Step: string;
    /** The ARN of the secret. */
    SecretId: string;
    /** The id of the version that is to become the current one. */
    ClientRequestToken: string;
}

type StepName = "createSecret" | "setSecret" | "testSecret" | "finishSecret";
/** What is done for the version with this id. */
export type Steps = Record<StepName, (token: string) => Promise<void>>;

export function isRotation(event: unknown): event is RotationEvent {
    const { Step, SecretId, ClientRequestToken } = Object(event) as Partial<RotationEvent>;
    return [Step, SecretId, ClientRequestToken].every((part) => typeof part === "string");
}

/** Whether an ARN is that of the secret with this name. */
export function isOf(arn: string, name: string): boolean {
    // Secrets Manager adds a hyphen and six characters to the name.
    return arn.replace(/-[A-Za-z0-9]{6}$/, "").endsWith(`:${name}`);
}

/** Takes a step of the rotation of this secret, and of no other: for a version that waits for it, or that has had it. */
export async function takeStep(
    secrets: SecretsManagerClient,
    name: string,
    event: RotationEvent,
    steps: Steps,
): Promise<void> {
    const { Step, SecretId, ClientRequestToken: token } = event;
    if (!Object.hasOwn(steps, Step)) {
        throw new Error(`Step is ${JSON.stringify(Step)}; use ${Object.keys(steps).join(", ")}.`);
    }
    if (!isOf(SecretId, name)) throw new Error(`SecretId is ${SecretId}; use the ARN of ${name}.`);
    const own = (await stagesOf(secrets, name))[token] ?? [];
    // It has been finished before.
    if (own.includes("AWSCURRENT")) return;
    if (!own.includes("AWSPENDING")) {
        const seen = own.length > 0 ? own.join(", ") : "no stage";
        throw new Error(`Version ${token} of ${name} has ${seen}; only AWSPENDING can be rotated.`);
    }
    await steps[Step as StepName](token);
}

export async function makeCurrent(secrets: SecretsManagerClient, name: string, token: string): Promise<void> {
    const stages = await stagesOf(secrets, name);
    const current = Object.keys(stages).find((id) => stages[id]?.includes("AWSCURRENT"));
    const from = { VersionStage: "AWSCURRENT", RemoveFromVersionId: current };
    await secrets.send(
        new UpdateSecretVersionStageCommand({ SecretId: name, ...from, MoveToVersionId: token }),
    );
}

async function stagesOf(secrets: SecretsManagerClient, SecretId: string): Promise<Record<string, string[]>> {
    return (await secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
}
