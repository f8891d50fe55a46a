using System.Net;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Http;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContactSync.Sandbox;

/// <summary>
/// A Salesforce org in a box: real wire protocol over HTTP on the loopback address, everything it acknowledged on disk.
/// It may be killed at any moment; disposing it only ends it sooner and cleaner.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly OrgBox _box;
    private int _closed;

    private SandboxServer(WebApplication web, OrgBox box, Uri address)
    {
        _web = web;
        _box = box;
        BaseAddress = address;
    }

    /// <summary>The instance URL, with a slash at the end.</summary>
    public Uri BaseAddress { get; }

    public string ControlToken => _box.ControlToken;

    /// <summary>An access token of the administrator.</summary>
    public string AccessToken => _box.Tokens.AdminToken;

    /// <summary>The earliest stamp, in seconds since the epoch, of a write that is not visible yet; null when there is none.</summary>
    internal long? StampedAhead => _box.Jobs.Settings.Open.Oldest;

    public string OrgId => _box.OrgId;

    /// <summary>
    /// Opens the data folder, takes up unfinished jobs and listens. Throws <see cref="SandboxSetupException"/> when folder,
    /// schema or port cannot be used.
    /// </summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var box = await OpenAsync(options);
        var web = Build(options, box);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await CloseAsync(web, box);
            throw new SandboxSetupException($"Port {options.Port} cannot be used: {e.Message} Choose another --port, or 0 for any.", e);
        }
        var address = new Uri(web.Urls.First() + "/");
        box.BaseUrl = address.GetLeftPart(UriPartial.Authority);
        DurableFile.Replace(Path.Combine(Path.GetFullPath(options.DataDirectory), SandboxFaults.AddressFile), Encoding.ASCII.GetBytes(address.AbsoluteUri));
        return new SandboxServer(web, box, address);
    }

    /// <summary>The live records of an object; deleted ones are not counted.</summary>
    public Task<long> CountAsync(string objectName) => Task.FromResult((long)_box.Store.Table(Known(objectName)).Live);

    /// <summary>
    /// Loads a CSV of API names as the administrator. CreatedDate, LastModifiedDate and SystemModstamp may be columns;
    /// workflows run only for fields the CSV leaves out. Returns the rows loaded; a row that breaks a rule of the org, or
    /// a header that names no field, throws <see cref="InvalidDataException"/> with what came before it loaded.
    /// </summary>
    public Task<long> SeedAsync(string objectName, Stream csv, CancellationToken cancellationToken) =>
        Seeding.LoadAsync(_box, Known(objectName), csv, cancellationToken);

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _closed, 1) == 0 ? CloseAsync(_web, _box) : ValueTask.CompletedTask;

    private static async ValueTask CloseAsync(WebApplication web, OrgBox box)
    {
        await web.DisposeAsync();
        await box.Jobs.DisposeAsync();
        await box.Store.DisposeAsync();
        box.Log.Dispose();
    }

    private static async Task<OrgBox> OpenAsync(SandboxOptions options)
    {
        var clock = new OrgClock(options.TimeProvider);

        // Sessions go by the machine's clock: who moves the org's is not logged out by it.
        var sessions = options;
        options = options with { TimeProvider = clock };
        var faults = new FaultPlan();
        var schema = OrgSchema.Load(options.SchemaFile);
        var folder = Path.GetFullPath(options.DataDirectory);
        var store = await OrgStore.OpenAsync(folder, schema, options.Seed);
        StoredQueries.Check(store, clock.GetUtcNow().ToUnixTimeSeconds());
        var users = await OrgUsers.OpenAsync(store, clock.GetUtcNow().ToUnixTimeSeconds());
        var token = options.ControlToken ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        DurableFile.Replace(Path.Combine(folder, "control-token"), Encoding.ASCII.GetBytes(token));
        var tokens = new AccessTokens(store.Catalog, users, sessions, new RevokedTokens(Path.Combine(folder, "revoked-tokens")));
        DurableFile.Replace(Path.Combine(folder, "refresh-token"), Encoding.ASCII.GetBytes(tokens.IssueRefresh(users.Integration)));
        return new OrgBox
        {
            Options = options,
            Started = DateTimeOffset.FromUnixTimeSeconds(options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()),
            Store = store,
            Users = users,
            Jobs = await JobBook.OpenAsync(store, users, new BulkSettings(options, clock, faults), new BulkQuota(options), clock, Path.Combine(folder, "jobs")),
            Tokens = tokens,
            Limits = new ApiLimits(options),
            Cursors = new QueryCursors(store.Catalog.Pod, options),
            Log = new RequestLog(Path.Combine(folder, "requests.jsonl")),
            Faults = faults,
            Clock = clock,
            ControlToken = token,
        };
    }

    private static WebApplication Build(SandboxOptions options, OrgBox box)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sandbox" });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http1);
        });
        var web = builder.Build();
        web.Run(new Pipeline(box).HandleAsync);
        return web;
    }

    private ObjectType Known(string name) =>
        _box.Store.Schema.Find(name) ?? throw new ArgumentException("The org has no object " + name + ".", nameof(name));

    /// <summary>Signals belong to the program around the sandbox.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
