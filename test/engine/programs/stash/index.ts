// A Stash keeps in `output` what it was first given (step 1), and follows in `input` (step 2), secrets
// included.
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const stash = new pulumi.Stash("stash", { input: { step, secret: pulumi.secret("hidden") } });
export const first = stash.output;
export const latest = stash.input;
