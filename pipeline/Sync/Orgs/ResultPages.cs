using ContactSync.Salesforce;
using ContactSync.Transforms.Model;

namespace ContactSync.Orgs;

/// <summary>
/// The rows of a Bulk query job, page after page. A page that is cut on its way is asked for again by its locator, which stays good as long as the
/// job; rows already handed on are passed over once they have proved to be the same ones.
/// </summary>
internal sealed class ResultPages(QueryJobs jobs, string job, int pageRows, OrgRow row, Polling polling) : IAsyncDisposable
{
    private const int TriesOfPage = 5;

    private readonly int _idField = row.Fields.ToList().FindIndex(f => f.Equals("Id", StringComparison.OrdinalIgnoreCase));
    private CsvRows? _rows;
    private int[] _places = [];
    private string? _locator;
    private long _taken;
    private HashCode _ids;
    private int _failures;

    /// <summary>The rows read so far, of all pages.</summary>
    public long Read { get; private set; }

    /// <summary>
    /// Moves to the next row; false after the last one of the last page. Throws <see cref="TruncatedResponseException"/> where a page stays cut, and
    /// <see cref="InvalidDataException"/> where it comes back with other rows.
    /// </summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await StepAsync(cancellationToken) is { } more)
                {
                    return more;
                }
            }
            catch (TruncatedResponseException) when (++_failures < TriesOfPage)
            {
                await CloseAsync();
                await polling.AgainAsync(_failures, cancellationToken);
            }
        }
    }

    /// <summary>Appends the current row.</summary>
    public void AppendTo(RecordBatch batch) => row.Append(batch, _rows!, _places);

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>True on a row, false at the end of all, null at the end of a page that another follows.</summary>
    private async ValueTask<bool?> StepAsync(CancellationToken cancellationToken)
    {
        if (_rows is null)
        {
            _rows = await jobs.OpenResultsAsync(job, _locator, pageRows, cancellationToken);
            _places = row.Places(_rows);
            await PassOverAsync(_rows, cancellationToken);
        }

        if (await _rows.ReadAsync(cancellationToken))
        {
            _ids.AddBytes(_rows.Field(_places[_idField]));
            _taken++;
            Read++;
            return true;
        }

        if (_rows.NextLocator is null)
        {
            return false;
        }

        _locator = _rows.NextLocator;
        (_taken, _failures, _ids) = (0, 0, default);
        await CloseAsync();
        return null;
    }

    private async Task PassOverAsync(CsvRows rows, CancellationToken cancellationToken)
    {
        HashCode again = default;
        for (long i = 0; i < _taken; i++)
        {
            if (!await rows.ReadAsync(cancellationToken))
            {
                break;
            }

            again.AddBytes(rows.Field(_places[_idField]));
        }

        if (again.ToHashCode() != _ids.ToHashCode())
        {
            throw new InvalidDataException($"A page of query job {job} was cut after {_taken} rows and came back with other rows.");
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_rows is { } rows)
        {
            _rows = null;
            await rows.DisposeAsync();
        }
    }
}
