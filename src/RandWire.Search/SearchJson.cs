using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>Readers and writers of JSON, made at build time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(StudyResults))]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class SearchJson : JsonSerializerContext;
