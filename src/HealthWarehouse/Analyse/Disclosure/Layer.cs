namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// One table of a family: every axis at a level, a value a cell, and which cells are hidden. Values are whole numbers of <see cref="One"/>.
/// </summary>
internal sealed class Layer
{
    /// <summary>One person or episode; split communes give parts of one.</summary>
    public const long One = 10_000;

    private readonly int[] _sizes, _strides;

    public Layer(int[] levels, IReadOnlyList<Axis> axes)
    {
        Levels = levels;
        _sizes = [.. levels.Select((level, i) => axes[i].Sizes[level])];
        _strides = new int[levels.Length];
        long cells = 1;
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            _strides[i] = (int)Math.Min(cells, int.MaxValue);
            cells *= _sizes[i];
        }
        Cells = cells;
    }

    public int[] Levels { get; }

    public long Cells { get; }

    public long[] Values { get; set; } = [];

    public bool[] Hidden { get; set; } = [];

    /// <summary>Cells hidden for what they are, not for the sake of others.</summary>
    public bool[] Small { get; set; } = [];

    /// <summary>On each axis the members whose small cells are hidden; null: all are.</summary>
    public IReadOnlyList<bool[]>? Told { get; init; }

    /// <summary>Whether a cell is hidden when it is small.</summary>
    public bool IsTold(int cell)
    {
        if (Told is null) return true;
        for (var i = 0; i < Levels.Length; i++) if (Told[i].Length > 0 && Told[i][At(cell, i)]) return true;
        return false;
    }

    /// <summary>Nothing of this table is shown.</summary>
    public bool Withheld { get; set; }

    public bool Hides(int cell) => Withheld || Hidden[cell];

    public int Stride(int axis) => _strides[axis];

    public int At(int cell, int axis) => cell / _strides[axis] % _sizes[axis];

    public void Fill(IReadOnlyList<Axis> axes, IEnumerable<(int[] Rows, long Value)> records)
    {
        (Values, Hidden, Small) = (new long[Cells], new bool[Cells], new bool[Cells]);
        foreach (var (rows, value) in records)
        {
            var cell = 0;
            for (var i = 0; i < Levels.Length; i++) cell += axes[i].Of(Levels[i], rows[i]) * _strides[i];
            Values[cell] += value;
        }
    }
}
