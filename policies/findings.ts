/** What Security Hub tells EventBridge of a control that fails (its User Guide, "EventBridge event formats", read 2026-11-23). */
export const failedControl = {
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    detail: {
        findings: [
            {
                ...{ ProductName: "Security Hub", RecordState: "ACTIVE", Severity: { Label: "CRITICAL" } },
                ...{ Compliance: { Status: "FAILED" }, Workflow: { Status: "NEW" } },
            },
        ],
    },
};
