// What a page is told of itself by its worker.

/** Stands on the document's element when the page came from the device, since the network did not answer. */
export const KEPT_PAGE = "data-page-kept"
