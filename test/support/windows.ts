import type { StandIn } from "./aws.ts";

export interface Window {
    instance: string;
    resourceId: string;
    from: string;
    to: string;
    version?: string;
    kmsKeyArn?: string;
}

/** The windows of RDS's automated backups: moto lists the backups without them. */
export function windows(list: Window[]): StandIn {
    const backups = list.map(
        ({ instance, resourceId, from, to, version = "18.1", kmsKeyArn }) => `<DBInstanceAutomatedBackup>
            <DBInstanceIdentifier>${instance}</DBInstanceIdentifier><DbiResourceId>${resourceId}</DbiResourceId>
            <RestoreWindow><EarliestTime>${from}</EarliestTime><LatestTime>${to}</LatestTime></RestoreWindow>
            <Engine>postgres</Engine><EngineVersion>${version}</EngineVersion><Region>eu-central-1</Region>
            <AllocatedStorage>50</AllocatedStorage><Status>active</Status>
            ${kmsKeyArn ? `<KmsKeyId>${kmsKeyArn}</KmsKeyId>` : ""}</DBInstanceAutomatedBackup>`,
    );
    const result = `<DBInstanceAutomatedBackups>${backups.join("")}</DBInstanceAutomatedBackups>`;
    const name = "DescribeDBInstanceAutomatedBackups";
    const body = `<${name}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${name}Result>${result}</${name}Result></${name}Response>`;
    return ({ action }) => (action === name ? { headers: { "content-type": "text/xml" }, body } : undefined);
}
