namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// One direction of a table, seen at several levels from coarse to fine: level 0 is all together. <c>of</c> gives the member at each level
/// of every base row; <c>contains(coarse, fine)</c> tells which levels are sums of which.
/// </summary>
internal sealed class Axis
{
    /// <summary>Stands for a member that belongs to no single one of a coarser level.</summary>
    public const int Split = -1;

    private readonly int[][] _of;
    private readonly int[]?[,] _up;
    private readonly Dictionary<(int Fine, int Coarse), int[][]> _parts = [];

    public Axis(int[][] of, int[] sizes, Func<int, int, bool> contains)
    {
        (_of, Sizes) = (of, sizes);
        var levels = sizes.Length;
        _up = new int[]?[levels, levels];
        for (var fine = 0; fine < levels; fine++)
            for (var coarse = 0; coarse <= fine; coarse++)
                if (coarse == fine || coarse == 0 || contains(coarse, fine))
                    (_up[fine, coarse], _parts[(fine, coarse)]) = Map(fine, coarse);
    }

    /// <summary>Members at each level.</summary>
    public int[] Sizes { get; }

    /// <summary>At each level whether a member is always shown; null where any may be hidden.</summary>
    public IReadOnlyList<bool[]>? Open { get; init; }

    public int Rows => _of[0].Length;

    public int Of(int level, int row) => _of[level][row];

    public bool Contains(int coarse, int fine) => coarse <= fine && _up[fine, coarse] is not null;

    /// <summary>The member of a coarser level a member belongs to, or <see cref="Split"/>.</summary>
    public int Up(int fine, int coarse, int member) => _up[fine, coarse]![member];

    /// <summary>Members of a finer level that belong to one of a coarser level.</summary>
    public int[] Parts(int fine, int coarse, int member) => _parts[(fine, coarse)][member];

    private (int[] Up, int[][] Parts) Map(int fine, int coarse)
    {
        const int unset = -2;
        var up = Enumerable.Repeat(unset, Sizes[fine]).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var (member, whole) = (_of[fine][row], _of[coarse][row]);
            up[member] = up[member] is unset || up[member] == whole ? whole : Split;
        }
        var parts = Enumerable.Range(0, Sizes[fine]).ToLookup(m => up[m]);
        return (up, [.. Enumerable.Range(0, Sizes[coarse]).Select(w => parts[w].ToArray())]);
    }
}
