import {
    GetSecretValueCommand,
    ResourceNotFoundException,
    type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

export type Stage = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** A version of a secret, or undefined where there is none, or none with a value. */
export async function versionOf(
    secrets: SecretsManagerClient,
    SecretId: string,
    VersionStage: Stage,
    VersionId?: string,
): Promise<{ id: string; text: string; createdAt?: Date } | undefined> {
    const asked = { SecretId, VersionStage, VersionId };
    try {
        const found = await secrets.send(new GetSecretValueCommand(asked));
        const { VersionId: id = "", SecretString: text = "", CreatedDate: createdAt } = found;
        return { id, text, createdAt };
    } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
    }
}
