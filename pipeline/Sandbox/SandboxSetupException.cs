namespace ContactSync.Sandbox;

/// <summary>The schema file or the data folder cannot be used; the message says what is wrong, where, and what to do.</summary>
public sealed class SandboxSetupException(string message, Exception? inner = null) : Exception(message, inner);
