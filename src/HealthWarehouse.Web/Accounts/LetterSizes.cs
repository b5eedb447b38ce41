namespace HealthWarehouse.Web.Accounts;

/// <summary>Sizes of letters a person may read with, in percent (../shared/domain/demand/requirements.md, 47: 90–150).</summary>
internal static class LetterSizes
{
    public const int Usual = 100;
    public static readonly int[] All = [90, 100, 110, 120, 130, 140, 150];
}
