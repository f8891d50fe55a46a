namespace ContactSync.Sandbox.Schema;

/// <summary>A field update that runs on every create or update, save for writes of the user named by <see cref="UnlessUser"/>.</summary>
internal sealed record Workflow(bool OnCreate, bool OnUpdate, Field Set, string? UnlessUser);
