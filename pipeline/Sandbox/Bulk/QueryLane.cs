using System.Runtime.InteropServices;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>Writes blocks of a query's rows as result lines, beside other lanes; its buffers serve block after block.</summary>
internal sealed class QueryLane(QueryScope scope, SoqlQuery query, JobRecord job)
{
    private readonly SoqlPlan _plan = new(scope, query);
    private readonly ValueSlab _lines = new(1 << 18);
    private readonly List<int> _starts = [];
    private Task _work = Task.CompletedTask;

    /// <summary>The lines of the last block.</summary>
    public ReadOnlySpan<byte> Lines => _lines.Slice(0, _lines.Length);

    /// <summary>Where each line begins.</summary>
    public ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    public void Begin(int[] numbers) => _work = Task.Run(() => Write(numbers));

    /// <summary>Ends with the block begun last; Lines and Starts are its, empty when none was begun since.</summary>
    public Task EndAsync() => _work;

    public void Clear()
    {
        _lines.Clear();
        _starts.Clear();
    }

    private void Write(int[] numbers)
    {
        var view = new RecordView(scope.Store, _plan.Type);
        var delimiter = job.Delimiter;
        foreach (var number in numbers)
        {
            // Also for what was found by another plan: it may have been removed or changed since.
            if (!_plan.Finds(number, view))
            {
                continue;
            }
            _starts.Add(_lines.Length);
            for (var i = 0; i < _plan.Columns.Length; i++)
            {
                if (i > 0)
                {
                    _lines.Add(delimiter);
                }
                ResultText.Cell(_lines, _plan.Columns[i].Get(view));
            }
            _lines.Add(job.NewLine);
        }
    }
}
