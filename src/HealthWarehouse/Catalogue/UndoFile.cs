namespace HealthWarehouse.Catalogue;

/// <summary>What people do and may take back, and what is final: catalogue/undo.yaml names every route a form is posted to.</summary>
/// <param name="Seconds">How long a page offers to take something back.</param>
/// <param name="Holds">How many seconds it is still done: for who reaches the button late.</param>
public sealed record UndoFile(int Seconds, int Holds, IReadOnlyList<UndoableAct> Undoable, IReadOnlyList<FinalActs> Final)
{
    private const string Name = "undo.yaml";

    public UndoableAct? Of(string route) => Undoable.FirstOrDefault(u => u.At == route);

    internal void Verify()
    {
        CatalogueRules.Require(Seconds >= 10 && Holds >= Seconds, Name, "seconds phải từ 10, holds không dưới seconds");
        var routes = Undoable.Select(u => u.At).Concat(Final.SelectMany(f => f.At)).ToArray();
        CatalogueRules.Require(routes.Distinct().Count() == routes.Length, Name, "mỗi đường dẫn chỉ một mục");
    }
}

/// <param name="At">The route.</param>
/// <param name="Done">What the next page says was done.</param>
public sealed record UndoableAct(string At, string Done);

/// <summary>Routes nothing is taken back of, and why.</summary>
public sealed record FinalActs(string Why, IReadOnlyList<string> At);
