package org.vesalius.dataset;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/**
 * One XML file of Open-I.
 *
 * @param images ids in the order of the file
 * @param meta MeSH headings joined by {@code "; "}, and how many images the report names
 */
record OpenIReport(String id, Report report, List<String> images, Map<String, String> meta) {
    /** Reads one file; entities and document types are not resolved. */
    static OpenIReport parse(byte[] xml) throws XMLStreamException {
        String id = "";
        Map<Section, String> sections = new EnumMap<>(Section.class);
        List<String> images = new ArrayList<>();
        List<String> major = new ArrayList<>();
        List<String> automatic = new ArrayList<>();
        XMLStreamReader in = Xml.open(new ByteArrayInputStream(xml));
        while (in.hasNext()) {
            if (in.next() == XMLStreamConstants.START_ELEMENT) {
                switch (in.getLocalName()) {
                    case "uId" -> id = attribute(in, "id");
                    case "AbstractText" -> {
                        Section section = section(attribute(in, "Label"));
                        sections.merge(section, in.getElementText(), (before, more) -> before + "\n" + more);
                    }
                    case "major" -> major.add(in.getElementText().strip());
                    case "automatic" -> automatic.add(in.getElementText().strip());
                    case "parentImage" -> images.add(attribute(in, "id"));
                    default -> {}
                }
            }
        }
        Map<String, String> meta = new TreeMap<>();
        meta.put("images_named", "" + images.size());
        meta.put("mesh_major", String.join("; ", major));
        meta.put("mesh_automatic", String.join("; ", automatic));
        meta.values().removeIf(String::isEmpty);
        return new OpenIReport(id, new Report(sections), List.copyOf(images), meta);
    }

    private static String attribute(XMLStreamReader in, String name) {
        String value = in.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    private static Section section(String label) {
        try {
            return Section.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Section.OTHER;
        }
    }
}
