// What Node gives to the build's scripts.
export default Object.fromEntries(["console", "process", "URL", "fetch", "performance", "setTimeout", "clearTimeout", "Buffer", "window", "document", "location", "dispatchEvent"].map((name) => [name, "readonly"]));
