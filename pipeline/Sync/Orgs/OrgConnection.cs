using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Salesforce;
using ContactSync.Sandbox;

namespace ContactSync.Orgs;

/// <summary>
/// The org a run works on: a real one behind its address, or the sandbox, which lives inside the process as long as this connection and keeps
/// its records in its folder. Either way everything goes over HTTP.
/// </summary>
public sealed class OrgConnection : IAsyncDisposable
{
    private readonly SandboxServer? _sandbox;
    private readonly HttpMessageHandler _handler;

    private OrgConnection(SalesforceClient client, HttpMessageHandler handler, OrgIdentity identity, Uri address, SandboxServer? sandbox)
    {
        (Client, _handler, Identity, Address, _sandbox) = (client, handler, identity, address, sandbox);
    }

    /// <summary>The client, logged in.</summary>
    public SalesforceClient Client { get; }

    /// <summary>The org and the user we act as.</summary>
    public OrgIdentity Identity { get; }

    /// <summary>Where the org answers.</summary>
    public Uri Address { get; }

    /// <summary>Whether the org is the sandbox inside this process.</summary>
    public bool IsSandbox => _sandbox is not null;

    /// <summary>Connects and proves who we are. Throws <see cref="UserException"/> where the org cannot be reached or refuses us.</summary>
    public static async Task<OrgConnection> OpenAsync(SyncConfig config, TimeProvider clock, Random random, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        var sandbox = config.Pipeline.Org.Kind == OrgKind.Sandbox ? await StartSandboxAsync(config.Pipeline.Org.Sandbox, clock, cancellationToken) : null;
        HttpMessageHandler? handler = null;
        SalesforceClient? client = null;
        try
        {
            var address = sandbox?.BaseAddress ?? config.Pipeline.Org.InstanceUrl!;
            handler = SalesforceClient.CreateHandler();
            client = new SalesforceClient(
                handler,
                new SalesforceOptions
                {
                    InstanceUrl = address,
                    ApiVersion = config.Pipeline.Org.ApiVersion,
                    Credentials = sandbox is null ? Login(config) : Credentials.ForClient(SandboxOptions.DefaultClientId, SandboxOptions.DefaultClientSecret),
                    DailyCallShare = config.Pipeline.Budget.ApiCallsPercent / 100.0,
                },
                clock,
                random);
            return new OrgConnection(client, handler, await IdentifyAsync(client, address, cancellationToken), address, sandbox);
        }
        catch
        {
            client?.Dispose();
            handler?.Dispose();
            if (sandbox is not null)
            {
                await sandbox.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private static async Task<SandboxServer> StartSandboxAsync(SandboxOrgOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var server = await SandboxServer.StartAsync(
            new SandboxOptions { DataDirectory = options.Data, SchemaFile = options.Schema, TimeProvider = clock }, cancellationToken);
        if (options.Contacts is { } contacts && await server.CountAsync("Contact") == 0)
        {
            await using var csv = File.OpenRead(contacts);
            await server.SeedAsync("Contact", csv, cancellationToken);
        }

        return server;
    }

    private static Credentials Login(SyncConfig config)
    {
        var auth = config.Pipeline.Org.Auth;
        return auth.Flow switch
        {
            AuthFlow.ClientCredentials => Credentials.ForClient(auth.ClientId!, config.Resolve(auth.ClientSecret!).Reveal()),
            AuthFlow.Jwt => Credentials.ForJwt(auth.ClientId!, auth.Username!, config.Resolve(auth.PrivateKey!).Reveal()),
            _ => Credentials.ForToken(config.Resolve(auth.Token!).Reveal()),
        };
    }

    private static async Task<OrgIdentity> IdentifyAsync(SalesforceClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetIdentityAsync(cancellationToken);
        }
        catch (AuthenticationFailedException e)
        {
            throw new UserException($"The org refuses our login: {e.Message}", $"{address} (org.auth)", "Check the credentials and the app's user, then start again; nothing was read or changed.", ExitCode.Configuration, e);
        }
        catch (Exception e) when (e is UnknownOutcomeException or UnexpectedResponseException or SalesforceException)
        {
            throw new UserException($"The org cannot be reached: {e.Message}", $"{address} (org.instanceUrl)", "Check the address and the network, then start again; nothing was read or changed.", ExitCode.Configuration, e);
        }
    }
}
