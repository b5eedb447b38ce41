using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests.Sources;

/// <summary>A source that is declared wrongly stops the start, with the file and what to mend.</summary>
public class ContractRulesSpec
{
    private const string Contract = "contracts/practitioners/contract.yaml";

    [Theory]
    [InlineData(Contract, "key: [licence_no]", "key: [identity_number]", "được niêm phong nên không thể là mã")]
    [InlineData(Contract, "ends: snapshot", "ends: span", "khoá span đi cùng ends: span")]
    [InlineData(Contract, "ends: snapshot", "ends: snapshot, date: [issued_on]", "không khai báo date")]
    [InlineData(Contract, "full_name: full_name", "full_name: khong_co", "person: không có cột")]
    [InlineData(Contract, "MACCHN: Số giấy phép", "MACCHN: Không có", "không có trường 'Không có'")]
    [InlineData("contracts/practitioners/main.yaml", "synonyms: [HoTen,", "synonyms: [Số giấy phép,", "hai trường cùng mang tên")]
    [InlineData("facts/practitioner.yaml", "from: [practitioners]", "from: [khong_co]", "không có hợp đồng 'khong_co'")]
    [InlineData("facts/practitioner.yaml", "time: span", "time: day", "khoá date đi cùng time: day")]
    public void A_declaration_that_cannot_be_true_is_refused(string file, string from, string to, string told)
    {
        using var catalogue = new CatalogueCopy();
        catalogue.Change(file, text => text.Replace(from, to, StringComparison.Ordinal));
        Should.Throw<DeclarationException>(() => CatalogueFiles.Load(catalogue.Folder)).Message.ShouldContain(told);
    }
}
