// Loaded into Azurite before its own code. Standard input is a pipe from the test process: it ends when that process ends, however it ends,
// so a killed test run leaves no emulator behind.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
