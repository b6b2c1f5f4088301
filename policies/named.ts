/** An ARN, and what it ends in: what the thing is called by itself. */
function endsOf(arn: string): string[] {
    return [arn, arn.split("/").at(-1)!];
}

/** What a thing is called that the Cloud Control API was asked for. */
function nameIn(desiredState: string): string[] {
    const { Name } = JSON.parse(desiredState) as { Name?: string };
    return Name === undefined ? [] : [Name];
}

/** How properties say a name that say more than that. */
export const namesBy: Record<string, (text: string) => string[]> = { arn: endsOf, desiredState: nameIn };
