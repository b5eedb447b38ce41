using HealthWarehouse.Web.Tests;
using HealthWarehouse.Web.Tests.Attacks;

namespace HealthWarehouse.Tests;

/// <summary>Classes of more than half a minute.</summary>
internal static class LongSpecs
{
    public static readonly Type[] All =
    [
        typeof(WalkSpec), typeof(PagesSpec), typeof(TourSpec), typeof(VerbsSpec), typeof(AccessSpec), typeof(TwoPeopleSpec),
        typeof(SecondStepSpec), typeof(AgreementSpec), typeof(UndoSpec), typeof(SsoSpec), typeof(KeptFormsSpec), typeof(ExplorerSpec),
        typeof(BoardSpec), typeof(FiguresSpec), typeof(PrintedReportSpec),
    ];
}
