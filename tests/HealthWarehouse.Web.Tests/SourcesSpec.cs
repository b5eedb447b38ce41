using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;

namespace HealthWarehouse.Web.Tests;

/// <summary>What is handed out of every contract: templates the house itself reads, examples it takes, schemas they hold to.</summary>
public class SourcesSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Templates_are_sound_and_read_column_by_column_examples_are_taken_and_schemas_tell_every_field()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "steward", null));
        using var steward = await portal.Person("quan-tri");
        using var his = await portal.Sender();

        foreach (var contract in portal.House.Catalogue.Contracts.Values.Where(c => c.Format is ContractFormat.Sheet))
        {
            var template = await steward.GetByteArrayAsync($"/nguon-du-lieu/{contract.Code}/mau", Stop);
            using (var book = SpreadsheetDocument.Open(new MemoryStream(template), isEditable: false))
            {
                new OpenXmlValidator().Validate(book, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
                var sheet = book.WorkbookPart!.WorksheetParts.First(p => p.WorksheetCommentsPart is not null);
                sheet.WorksheetCommentsPart!.Comments.CommentList!.Count().ShouldBe(contract[contract.Main].Fields.Count);
                sheet.Worksheet.Descendants<DataValidation>().Any().ShouldBe(book.WorkbookPart.WorksheetParts.Count() == 2);
                if (contract.Code == "practitioners") sheet.Worksheet.Descendants<DataValidation>().Count().ShouldBe(3);
            }
            var match = LayoutMatch.Of(contract, new MemoryStream(template));
            match.Columns.Select(c => c.Field).ShouldBe(contract[contract.Main].Fields, contract.Code);

            var example = await steward.GetByteArrayAsync($"/nguon-du-lieu/{contract.Code}/vi-du", Stop);
            using var content = new ByteArrayContent(example);
            using var tried = await his.PostAsync($"/api/v1/deliveries?contract={contract.Code}&dryRun=true", content, Stop);
            var told = await tried.Content.ReadFromJsonAsync<JsonElement>(Stop);
            (told.GetProperty("kept").GetInt32(), told.GetProperty("refused").GetInt32()).ShouldBe((1, 0), told.ToString());
            told.GetProperty("rules").EnumerateArray().Where(r => r.GetProperty("severity").GetString() == "Error")
                .ShouldBeEmpty(told.ToString());
        }
        var listed = (await his.GetFromJsonAsync<JsonElement>("/api/v1/contracts", Stop)).EnumerateArray()
            .Select(c => c.GetProperty("code").GetString()!).ToArray();
        listed.ShouldBe(portal.House.Catalogue.Contracts.Keys);
        foreach (var code in listed)
        {
            var schema = await his.GetFromJsonAsync<JsonElement>($"/api/v1/contracts/{code}/schema", Stop);
            var contract = portal.House.Catalogue.Contracts[code];
            var properties = Of(schema);
            if (contract.Format is ContractFormat.Envelope) properties = Of(properties.GetProperty(contract.Main));
            properties.EnumerateObject().Select(p => p.Name).ShouldBe(contract[contract.Main].AllFields.Select(f => f.From));
        }
        (await his.GetAsync("/api/v1/contracts/khong-co/schema", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        static JsonElement Of(JsonElement list) => list.GetProperty("items").GetProperty("properties");
    }
}
