using System.Text;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Stage;

/// <summary>Fills the table <c>unusable</c> of a run's scratch database: a row a value that its record goes on without. For one thread at a time.</summary>
internal sealed class UnusableTable : IDisposable
{
    private readonly DuckAppender _rows;

    /// <summary>Makes the table.</summary>
    public UnusableTable(DuckConnection connection)
    {
        connection.Execute("create table unusable (record_key varchar, side varchar, code varchar, field varchar, value varchar)");
        _rows = connection.Append("unusable");
    }

    /// <summary>Adds the values of one batch.</summary>
    public void Append(Side side, IReadOnlyList<UnusableValue> values)
    {
        foreach (var value in values)
        {
            Set(0, value.RecordKey);
            Set(1, side == Side.Local ? "local" : "org");
            Set(2, value.Code);
            Set(3, value.Field);
            Set(4, value.Value);
            _rows.EndRow();
        }
    }

    /// <summary>Puts all rows into the table.</summary>
    public void Complete() => _rows.Complete();

    public void Dispose() => _rows.Dispose();

    private void Set(int column, string text) => _rows.SetText(column, _rows.Row, Encoding.UTF8.GetBytes(text));
}
