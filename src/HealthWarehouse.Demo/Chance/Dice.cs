namespace HealthWarehouse.Demo.Chance;

/// <summary>
/// A small source of chance (SplitMix64) that splits: what a household, a visit or a message draws depends only on the seed and its own
/// key, never on the order in which the work is done or on who else is there.
/// </summary>
internal struct Dice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    private Dice(ulong state) => _state = state;

    public static Dice Of(long seed) => new(Mix((ulong)seed + Golden));

    /// <summary>Another source for a part of the work; this one does not move.</summary>
    public readonly Dice For(Part part, ulong key = 0) => new(Mix(_state ^ Mix(((ulong)part << 56) ^ key ^ Golden)));

    /// <summary>A key that stands for a text, the same on every machine.</summary>
    public static ulong KeyOf(string text)
    {
        var key = 14695981039346656037UL;
        foreach (var c in text) key = (key ^ c) * 1099511628211UL;
        return Mix(key);
    }

    /// <summary>A key made of two.</summary>
    public static ulong KeyOf(ulong first, ulong second) => Mix(first ^ Mix(second + Golden));

    public ulong Next() => Mix(_state += Golden);

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Between two numbers, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(double probability) => probability > 0 && Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A whole number around the middle one of three, never outside the outer two.</summary>
    public int Triangle(int least, int usual, int most) =>
        Chance(0.5) ? least + (int)((usual - least + 1) * Root()) : most - (int)((most - usual + 1) * Root());

    /// <summary>The larger of two draws: more often near one.</summary>
    private double Root() => Math.Max(Unit(), Unit());

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>The parts of the work that draw for themselves; the numbers are part of what a seed means and never change.</summary>
internal enum Part
{
    Household = 1, Person = 2, Life = 3, Month = 4, Visit = 5, Encounter = 6, Staff = 7, Habit = 8, Fate = 9, Wave = 10, Maternity = 11,
        Chain = 12,
    Programme = 13, Message = 14, Error = 15, Outbreak = 16, Silence = 17, Correction = 18, Nearby = 19, Lists = 20,
}
