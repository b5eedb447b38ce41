namespace HealthWarehouse.Demo.Chance;

/// <summary>Things to draw from, each with its weight.</summary>
internal sealed class Odds<T>
{
    private readonly T[] _items;
    private readonly double[] _upTo;

    public Odds(IEnumerable<KeyValuePair<T, double>> weights)
    {
        var positive = weights.Where(w => w.Value > 0).ToArray();
        _items = [.. positive.Select(w => w.Key)];
        _upTo = new double[_items.Length];
        var sum = 0.0;
        for (var i = 0; i < _items.Length; i++) _upTo[i] = sum += positive[i].Value;
    }

    public bool IsEmpty => _items.Length == 0;

    /// <summary>Sum of the weights.</summary>
    public double Total => IsEmpty ? 0 : _upTo[^1];

    public IReadOnlyList<T> Items => _items;

    public T Pick(ref Dice dice) => At(dice.Unit() * Total);

    /// <summary>The item at a point of the summed weights.</summary>
    public T At(double point)
    {
        var at = Array.BinarySearch(_upTo, point);
        return _items[Math.Min(at < 0 ? ~at : at + 1, _items.Length - 1)];
    }
}
