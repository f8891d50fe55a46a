using System.Text.Json;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Http;

/// <summary>Runs the subrequests of a composite request or of one graph in order. All or none of them means one transaction of the store.</summary>
internal sealed class CompositeRun(Exchange outer, IReadOnlyList<CompositeRequest> requests)
{
    private readonly References _references = new();
    private readonly SubReply[] _replies = new SubReply[requests.Count];

    /// <summary>The replies in the order of the requests.</summary>
    public IReadOnlyList<SubReply> Replies => _replies;

    public bool Failed => Array.Exists(_replies, r => r.Failed);

    public async Task EachAsync()
    {
        for (var i = 0; i < _replies.Length; i++)
        {
            await OneAsync(i, joined: null);
        }
    }

    public async Task AllOrNoneAsync()
    {
        var ended = new List<Task>();
        var store = outer.Box.Store;
        lock (store.Gate)
        {
            var transaction = new Transaction(store, canRollBack: true);
            for (var i = 0; i < _replies.Length; i++)
            {
                // Nothing a joined request does has to wait, so it has ended when the call returns, still under the gate.
                ended.Add(OneAsync(i, transaction));
                if (!ended[i].IsCompletedSuccessfully || _replies[i].Failed)
                {
                    transaction.Rollback();
                    Halt(i);
                    break;
                }
            }
            ended.Add(transaction.CommitAsync());
        }
        await Task.WhenAll(ended);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("compositeResponse");
        for (var i = 0; i < _replies.Length; i++)
        {
            json.WriteStartObject();
            json.WritePropertyName("body");
            _replies[i].WriteBody(json);
            json.WriteStartObject("httpHeaders");
            foreach (var (name, value) in _replies[i].Headers)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteNumber("httpStatusCode", _replies[i].Status);
            json.WriteString("referenceId", requests[i].ReferenceId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task OneAsync(int i, Transaction? joined)
    {
        try
        {
            _replies[i] = await requests[i].Follow(_references).RunAsync(outer, joined);
        }
        catch (SalesforceFault lost)
        {
            _replies[i] = SubReply.Refused(lost.Status, lost.Error.Code, lost.Error.Message);
        }
        _references.Add(requests[i].ReferenceId, _replies[i]);
    }

    private void Halt(int failed)
    {
        for (var i = 0; i < _replies.Length; i++)
        {
            _replies[i] = i == failed && _replies[i] is not null
                ? _replies[i]
                : SubReply.Refused(400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.");
        }
    }
}
