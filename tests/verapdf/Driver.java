import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDF files against the rules of PDF/UA-1 and PDF/A-2a, all in one run of the veraPDF engine.
 *
 * The one argument is a file with a PDF's path on each line, after the names of the standards and a tab:
 * "ua1,2a&lt;tab&gt;/some/where.pdf". First it prints how many rules each standard has, then a line for every file and
 * standard: "passed" or "failed", the standard, the path, and the rules that were broken, parted by tabs.
 *
 * The engine reads its rules by a library that is not in the jar; here they are read as plain XML.
 */
public class Driver {
    private static final Map<String, PDFAFlavour> FLAVOURS =
            Map.of("ua1", PDFAFlavour.PDFUA_1, "2a", PDFAFlavour.PDFA_2_A);
    private static final Map<String, String> FILES = Map.of("ua1", "PDFUA-1.xml", "2a", "PDFA-2A.xml");
    private static final int MOST_SHOWN = 100;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String name : List.of("ua1", "2a")) {
            profiles.put(name, profile(name));
            System.out.println("rules\t" + name + "\t" + profiles.get(name).getRules().size());
        }
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] parts = line.split("\t", 2);
            for (String name : parts[0].split(",")) {
                System.out.println(told(profiles.get(name), name, parts[1]));
            }
        }
    }

    private static String told(ValidationProfile profile, String name, String path) {
        List<String> said = new ArrayList<>(List.of("failed", name, path));
        try (InputStream bytes = new ByteArrayInputStream(Files.readAllBytes(Path.of(path)));
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, FLAVOURS.get(name));
                PDFAValidator validator =
                        ValidatorFactory.createValidator(profile, MOST_SHOWN, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant() && result.getTotalAssertions() > 0) {
                said.set(0, "passed");
            }
            Set<String> shown = new HashSet<>();
            for (TestAssertion found : result.getTestAssertions()) {
                String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
                if (found.getStatus() == TestAssertion.Status.FAILED && shown.add(rule)) {
                    said.add(rule + " " + found.getMessage().replaceAll("\\s+", " "));
                }
            }
        } catch (Exception error) {
            said.add("unreadable: " + String.valueOf(error.getMessage()).replaceAll("\\s+", " "));
        }
        return String.join("\t", said);
    }

    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream file = Driver.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + FILES.get(name))) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : inside(root, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : inside(root, "variable")) {
            variables.add(
                    Profiles.variableFromValues(
                            variable.getAttribute("name"),
                            variable.getAttribute("object"),
                            text(variable, "defaultValue"),
                            text(variable, "value")));
        }
        return Profiles.profileFromValues(
                FLAVOURS.get(name),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element rule) {
        Element id = inside(rule, "id").get(0);
        List<ErrorArgument> none = new ArrayList<>();
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        org.verapdf.pdfa.flavours.PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), none),
                new ArrayList<>());
    }

    private static List<Element> inside(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int number = 0; number < found.getLength(); number++) {
            elements.add((Element) found.item(number));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        List<Element> found = inside(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
