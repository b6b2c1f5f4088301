import { z } from "zod";
import { docs } from "./docs.ts";

/** Who may preview and deploy from GitHub Actions. */
export const ci = z
    .strictObject({
        repository: z
            .string()
            .max(200)
            .regex(/^$|^[A-Za-z0-9-]+\/[\w.-]+$|^[A-Za-z0-9-]+@\d+\/[\w.-]+@\d+$/)
            .register(docs, {
                says: 'The repository on GitHub whose jobs get a role of AWS for some hours, and no key. "" lets none in.',
                use: 'what follows repo: in `gh api repos/<owner>/<name>/actions/oidc/customization/sub`, such as octocat@123456/shop@456789, or octocat/shop where it names no numbers; ""',
            }),
        provider: z.enum(["own", "elsewhere"]).register(docs, {
            says: "Who has GitHub's login of the account, of which there is one.",
            use: "own in one environment of each account, and elsewhere in the others, or where the account has it already",
        }),
        stateBucket: z
            .string()
            .regex(/^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
            .register(docs, {
                says: 'The S3 bucket of Pulumi\'s state, which those jobs read and write. "" for state elsewhere.',
                use: 'the name of a bucket, such as acme-pulumi-state, or ""',
            }),
        stateKeyArn: z
            .string()
            .regex(/^$|^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/)
            .register(docs, {
                says: 'The key of KMS that encrypts the secrets in the state. "" where a passphrase or Pulumi Cloud does.',
                use: 'the ARN of the key that `pulumi stack change-secrets-provider` was given, or ""',
            }),
    })
    .register(docs, {
        says: "Previews and deployments by GitHub Actions.",
        use: "a map with repository, provider, stateBucket and stateKeyArn",
    });
