--- The rival DL4J, the library of the published DL4J column, in Java: rivals/java/Dl4j.java.
return require 'lampas.rivals.java'('DL4J', 'dl4j', 'Dl4j')
