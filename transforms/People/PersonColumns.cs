using System.Collections.Immutable;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.People;

/// <summary>Which columns of a batch hold what of a person; a role may have several, of which the first that is not blank counts.</summary>
public sealed class PersonColumns
{
    private readonly ImmutableArray<int>[] _columns = new ImmutableArray<int>[Enum.GetValues<PersonRole>().Length];

    /// <summary>Roles by the positions of the columns; a position past the end has the role <see cref="PersonRole.None"/>.</summary>
    public PersonColumns(IReadOnlyList<PersonRole> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        for (var role = 0; role < _columns.Length; role++)
        {
            _columns[role] = [.. Enumerable.Range(0, roles.Count).Where(i => (int)roles[i] == role)];
        }
    }

    /// <summary>Whether a column has the role.</summary>
    public bool Has(PersonRole role) => _columns[(int)role].Length > 0;

    /// <summary>The value of a role, as it stands; empty for none.</summary>
    public ReadOnlySpan<byte> Value(RecordBatch batch, int row, PersonRole role)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var column in _columns[(int)role])
        {
            var value = batch.Text(column)[row];
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return default;
    }
}
