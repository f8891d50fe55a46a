using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ContactSync.Salesforce.Tests.Org;

/// <summary>A server on loopback that answers as it is told to, and a client made for it.</summary>
public sealed class ScriptedOrg : IAsyncDisposable
{
    public const string GivenToken = "00D000000000001!given";

    private readonly WebApplication app;
    private readonly SocketsHttpHandler handler = SalesforceClient.CreateHandler();
    private readonly List<SalesforceClient> clients = [];

    private ScriptedOrg(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public static async Task<ScriptedOrg> StartAsync(RequestDelegate answer, bool encrypted = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (encrypted)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (encrypted)
            {
                listen.UseHttps(SelfSigned());
            }
        }));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new ScriptedOrg(app);
    }

    /// <summary>A client with a given token, short pauses and the changes of <paramref name="change"/>.</summary>
    public SalesforceClient Client(Func<SalesforceOptions, SalesforceOptions>? change = null, TimeProvider? time = null) => Client(handler, Address, change, time, clients);

    public static SalesforceClient Client(HttpMessageHandler handler, Uri address, Func<SalesforceOptions, SalesforceOptions>? change = null, TimeProvider? time = null, List<SalesforceClient>? kept = null)
    {
        var options = new SalesforceOptions { InstanceUrl = address, Credentials = Credentials.ForToken(GivenToken), FirstRetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(5) };
        var client = new SalesforceClient(handler, change?.Invoke(options) ?? options, time, new Random(1));
        kept?.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        handler.Dispose();
        await app.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
