/**
 * What the engine tells the services. This file holds types alone; it has no code.
 *
 * @module
 */

/**
 * @typedef {object} Reports
 * @property {(report: import('./driver/wire.js').ReportMessages) => void} onMessages
 * @property {(report: import('./driver/wire.js').ReportConversation) => void} onConversation
 * @property {(status: import('./types.js').QueueStatus) => void} onStatus
 * @property {(metrics: import('./types.js').PersistenceMetrics) => void} onMetrics
 * @property {(code: string, detail: string) => void} onError
 * @property {() => void} onLogLost the log is empty, or cannot be read: what is not synced is to be queued again
 * @property {(leads: boolean) => void} onLead this tab leads from now on, or no more
 * @property {() => void} onOthersAnswer another tab has begun an answer
 * @property {() => void} onHide the page is hidden, and may not run again
 * @property {() => Promise<unknown>} onRest it is unloaded, frozen, or rests: resolves when what is to be kept is
 * @property {() => void} onWake it runs, or runs again after that
 * @property {(name: string, detail: () => Record<string, unknown>) => void} onTrace
 */

export {};
