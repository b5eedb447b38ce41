using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>The order of the rows of an answer: as the list has them, by their first figure, or by name.</summary>
internal static class RowOrder
{
    public static readonly (string Code, string Name)[] Ways =
        [("", "Thứ tự danh mục"), ("-value", "Lớn nhất trước"), ("value", "Nhỏ nhất trước"), ("name", "Theo tên")];

    /// <summary>
    /// Rows of one member of the first dimension stay together and stand where their sum, or where they do not add up their largest, does;
    /// what is hidden stands after what is shown, so that the order tells nothing of it; what is left out of the largest stands last.
    /// </summary>
    public static Answer Sorted(Answer answer, string? order)
    {
        if (Ways.All(w => w.Code != (order ?? "")))
            throw new RefusedException("sort phải là value (nhỏ nhất trước), -value (lớn nhất trước) hoặc name (theo tên).");
        if (string.IsNullOrEmpty(order) || answer.By.Count == 0) return answer;
        var additive = answer.Measures[0].IsAdditive;
        var groups = answer.Rows.GroupBy(r => r.Keys[0]).Select(g => (Member: g.Key, Rows: g.ToArray(), Hides: g.Any(r => r.Hides(0)),
            Value: additive ? g.Sum(r => r.Values[0]) : g.Max(r => r.Values[0]))).OrderBy(g => g.Member.Code == Question.Others);
        var sorted = order switch
        {
            "name" => groups.ThenBy(g => g.Member.Code is null)
                .ThenBy(g => g.Member.Name, StringComparer.Create(Format.Vietnamese, ignoreCase: true)),
            "value" => groups.ThenBy(g => g.Hides).ThenBy(g => g.Hides ? null : g.Value),
            _ => groups.ThenBy(g => g.Hides).ThenByDescending(g => g.Hides ? null : g.Value),
        };
        return answer with { Rows = [.. sorted.SelectMany(g => g.Rows)] };
    }
}
