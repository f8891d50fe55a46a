namespace ContactSync.Transforms.Cluster;

/// <summary>Disjoint sets of rows; the root of a set is its lowest row.</summary>
internal sealed class UnionFind
{
    private readonly int[] _parent;

    public UnionFind(int count)
    {
        _parent = new int[count];
        for (var i = 0; i < count; i++)
        {
            _parent[i] = i;
        }
    }

    public int Find(int row)
    {
        while (_parent[row] != row)
        {
            _parent[row] = _parent[_parent[row]];
            row = _parent[row];
        }

        return row;
    }

    public void Union(int left, int right)
    {
        (left, right) = (Find(left), Find(right));
        (_parent[Math.Max(left, right)], _parent[Math.Min(left, right)]) = (Math.Min(left, right), Math.Min(left, right));
    }
}
