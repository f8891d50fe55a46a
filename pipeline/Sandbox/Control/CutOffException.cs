namespace ContactSync.Sandbox.Control;

/// <summary>The fault plan ends this exchange: the connection is reset once the endpoint has let go of what it held.</summary>
internal sealed class CutOffException() : Exception("The fault plan reset this exchange.");
