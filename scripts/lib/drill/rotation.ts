import { randomUUID } from "node:crypto";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { otherUser } from "../../../functions/roles/purposes.ts";
import { rotate } from "../../../functions/roles/rotate.ts";
import { nameOf, putPending, read } from "../../../functions/roles/secret.ts";
import type { World } from "../../../functions/roles/world.ts";

/** Gives the application its next password, with the steps that Secrets Manager asks for; its new user. */
export async function rotateApplication(world: World): Promise<string> {
    const now = await read(world, "application", "AWSCURRENT");
    const [user, token] = [otherUser("application", now?.user ?? ""), randomUUID()];
    // Secrets Manager adds the version that waits.
    await putPending(world, "application", user, token);
    const named = new DescribeSecretCommand({ SecretId: nameOf(world, "application") });
    const { ARN = "" } = await world.secrets.send(named);
    for (const Step of ["createSecret", "setSecret", "testSecret", "finishSecret"])
        await rotate(world, { Step, SecretId: ARN, ClientRequestToken: token });
    return user;
}
