/** Core Web Vitals, as CloudWatch RUM calls them in metrics (its User Guide's page is named in metrics.ts). */
export const vitals = [
    "WebVitalsLargestContentfulPaint",
    "WebVitalsInteractionToNextPaint",
    "WebVitalsCumulativeLayoutShift",
];
